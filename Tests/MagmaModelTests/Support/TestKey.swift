/// The key that tests give. `scripts/canary` looks for its second word in all that tests print, so every other secret that they make up
/// has that word too, and no test has it in its name or its arguments.
let testKey = "sk-canary"
