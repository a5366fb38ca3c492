import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable, beside } from '../cable.mjs';
import { PIN } from '../board.mjs';
import { check, near } from '../check.mjs';
import { isReset } from './button.mjs';
import { PASSWORD } from '../coprocessor.mjs';

export const camctl = {
  async 'camctl on a serial line pairs, sets up, moves and resets it'(bench) {
    const board = bench.boardInSetup();
    const cable = new Cable(board, bench.bench);
    const keys = mkdtempSync(join(tmpdir(), 'camera-keys-'));
    const line = await cable.plug();
    const said = [];
    const camctl = async (args, typed) => {
      const { code, text } = await beside(board, bench.camctl, ['--keys', keys, '--timeout', '300', ...args], typed);
      check(code === 0, `camctl ${args.join(' ')}: ${text}`);
      await cable.isClosed();
      said.push(text.trim().split('\n').at(-1));
      return text;
    };
    try {
      await camctl(['--connect', `serial:${line}`, 'pair', '--code', '1234-5678-9018']);
      await camctl(['setup', '--ssid', 'home', '--password-stdin'], `${PASSWORD}\n`);
      check((await camctl(['status'])).includes('online'), said.at(-1));
      await camctl(['move', '--pan', '30', '--tilt', '-10']);
      board.run(100);
      const [[fell], [rose]] = [false, true].map((level) => board.edges[PIN.pan].findLast((edge) => edge[1] === level));
      near((fell > rose ? fell - rose : fell + 20.001 - rose) * 1e3, 1_666, 0.02, 'pan points there by µs');
      await camctl(['reset', '--yes']);
      check(board.run(10_000, () => board.starts.length > 1), 'it restarts');
      board.run(3_000);
      check(isReset(board), 'the reset is whole');
    } finally {
      cable.unplug();
      rmSync(keys, { recursive: true });
    }
    return said.join(' ');
  },
};
