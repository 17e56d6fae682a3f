"""The SMTP edge: takes messages from submitters and answers with what became of them."""
