"""Why a message is sent: what is said about it, and what it reads as."""
