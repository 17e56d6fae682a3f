"""Whether everything around the gateway is as it has to be: DNS, TLS, disk, clock, next hops."""
