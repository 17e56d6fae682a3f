"""Whether a test would notice: the code is changed in one place at a time and the tests are run."""
