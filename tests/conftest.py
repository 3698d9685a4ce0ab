"""What every test can ask for."""

pytest_plugins = ["tests.plugins.databases", "tests.plugins.sites", "tests.plugins.browser"]
