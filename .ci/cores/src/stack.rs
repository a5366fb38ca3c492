//! How deep the stack of a camera is.

/// Who looks at the stack.
pub trait Stack {
    /// Lets a camera do something.
    fn watch(&mut self, act: &mut dyn FnMut());

    /// The deepest that it was since the last time, by what was done.
    fn tell(&mut self, what: &str);
}

/// Nobody looks.
pub struct NoStack;

impl Stack for NoStack {
    fn watch(&mut self, act: &mut dyn FnMut()) {
        act();
    }

    fn tell(&mut self, _what: &str) {}
}
