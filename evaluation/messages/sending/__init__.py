"""Telling people: who is told what and when, into the inbox and out by mail or gateway. Rows are the queue."""
