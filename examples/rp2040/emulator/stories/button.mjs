import { check } from '../check.mjs';
import { AMBER, BLUE, becomes } from '../led.mjs';
import { holds } from '../timeline.mjs';

// Presses, or lets go, as a worn button does: back and forth for 8 ms.
function bounce(board, act, undo) {
  for (const ms of [0.3, 1.1, 0.2, 2, 0.7, 1.4, 0.5, 1.8]) {
    act();
    board.run(ms / 2);
    undo();
    board.run(ms / 2);
  }
  act();
}

const press = (board) => bounce(board, () => board.press(), () => board.release());
const release = (board) => bounce(board, () => board.release(), () => board.press());

// The store as a camera has it that was reset: no network, no controller, no setting.
export function isReset(board) {
  const user = [...board.flash.user()];
  return user.filter((byte) => byte !== 0xff).length <= 12;
}

export const button = {
  'a press that bounces is one press'(bench) {
    const board = bench.boardInSetup();
    const before = board.flash.operations.length;
    press(board);
    board.run(1_000);
    release(board);
    board.run(3_000);
    check(board.starts.length === 1, 'it does not restart');
    check(board.flash.operations.length === before, 'it writes nothing');
    check(becomes(board, AMBER, 4_000).length === 0, 'it warns of no reset');
    return `${board.led.filter(({ ms }) => ms > 4_000).length} changes of the LED, no flash operation`;
  },

  'held for 7 s it resets, restarts, and opens setup: its LED is the machine\'s all the way'(bench) {
    const board = bench.board();
    board.powerOn();
    board.run(10_000);
    board.press();
    board.run(7_000);
    const warned = becomes(board, AMBER, 10_000);
    check(warned.length > 5, 'it warns in amber');
    board.release();
    board.run(8_000);
    check(board.starts.map(({ why }) => why).join() === 'power,restart', `starts: ${JSON.stringify(board.starts)}`);
    check(isReset(board), 'the user region is blank');
    const again = board.starts[1].ms;
    check(becomes(board, BLUE, again).length > 0, 'it opens setup');
    // Each life for itself: the machine of the timeline restarts at once, where a real flash takes its time.
    const first = holds(bench, board, 0, again, [10_000, 'down', 17_000, 'up']);
    const second = holds(bench, board, again, board.ms, []);
    const changes = `${first.changes} + ${second.changes} changes of the LED as the machine's`;
    const worst = `${Math.max(first.worst, second.worst).toFixed(2)} ms late at the worst`;
    const erases = board.flash.operations.filter(({ kind, ms }) => kind === 'erase' && ms > 17_000).length;
    return `reset at ${again.toFixed(0)} ms, ${changes}, ${worst}, ${erases} erases`;
  },

  'a button that is stuck from the start resets nothing'(bench) {
    const board = bench.board();
    board.press();
    board.powerOn();
    board.run(90_000);
    check(board.starts.length === 1, 'it does not restart');
    check(!board.flash.operations.some(({ kind, ms }) => kind === 'erase' && ms > 1_000), 'it erases nothing');
    board.release();
    board.run(5_000);
    check(board.starts.length === 1, 'letting go of it resets nothing either');
    const { changes, worst } = holds(bench, board, 0, board.ms, [0, 'down', 90_000, 'up']);
    return `90 s, ${changes} changes of the LED as the machine's, ${worst.toFixed(2)} ms late at the worst`;
  },
};
