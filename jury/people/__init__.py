"""People: who somebody is, how one signs in, and where one is signed in now."""
