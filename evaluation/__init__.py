"""What and when: the year's cycle, candidacies, the four steps, honours, documents."""
