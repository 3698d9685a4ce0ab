"""Files: one door to wherever they are kept, the disk of this machine or an S3 store that several machines share."""
