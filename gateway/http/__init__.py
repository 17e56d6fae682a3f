"""The HTTP edge: the API of applications, the public page of people, health for monitors."""
