package tally.tasks;

import java.util.UUID;
import tally.http.IfMatch;

/** A change of one task, if it is in a state that the client named. */
record TaskUpdate(UUID id, TaskPatch patch, IfMatch ifMatch) {}
