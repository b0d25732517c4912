"""The planner's page: forms that ask, runs in the background, and the pages of the report; no statistics and no words of its own."""
