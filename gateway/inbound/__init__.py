"""Mail that people and mail servers send to us: opt-outs, replies, bounces, and nothing else."""
