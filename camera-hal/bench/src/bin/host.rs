//! Nothing runs under callgrind here; `.ci/measure/run` builds it all the same.

fn main() {}
