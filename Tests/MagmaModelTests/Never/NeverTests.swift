import Testing

/// What Magma never does: one test, or a few, for each line of the list. The names go on from the suite's.
@Suite("Never") struct NeverTests {}
