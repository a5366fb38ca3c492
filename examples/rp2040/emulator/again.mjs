// Says something on the radio's line every AGAIN_MS until it is answered, since the line may lose it: SPEC.md, section 19.

export const AGAIN_MS = 100;

export class Again {
  // `times`: how often at most; then `over()`.
  constructor(clock, say, times = Infinity, over = () => {}) {
    Object.assign(this, { say, over, left: times });
    this.alarm = clock.createAlarm(() => this.go());
    this.go();
  }

  go() {
    if (!this.left) return this.over();
    this.left -= 1;
    this.say();
    this.alarm.schedule(AGAIN_MS * 1e6);
  }

  end() {
    this.alarm.cancel();
  }
}
