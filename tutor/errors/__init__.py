"""An error in the learner's words. Rules are data; fixes are run before they are shown."""
