"""The Twilio shapes of the API, for applications that send through a Twilio client."""
