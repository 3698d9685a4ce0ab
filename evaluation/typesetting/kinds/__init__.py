"""One module for each kind of 公文: from its facts to a letter. The words stand in `templates/notices/`."""
