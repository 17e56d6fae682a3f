"""The admin pages over real sockets and stores."""
