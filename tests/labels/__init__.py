"""The judgement of the content measured on labelled mail that nobody here wrote."""
