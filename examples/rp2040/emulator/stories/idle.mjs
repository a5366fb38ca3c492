import { check } from '../check.mjs';

const GOAL = 30;

export const idle = {
  'sleeps when there is nothing to do'(bench) {
    const board = bench.boardInSetup();
    const began = process.cpuUsage();
    let instructions = 0;
    const { core } = board.m;
    const execute = core.executeInstruction.bind(core);
    core.executeInstruction = () => (instructions++, execute());
    board.run(60_000);
    const { user, system } = process.cpuUsage(began);
    const speed = 60 / ((user + system) / 1e6);
    check(speed >= GOAL, `${speed.toFixed(0)} virtual seconds a CPU second`);
    return `${speed.toFixed(0)} virtual seconds a CPU second, ${(instructions / 60_000).toFixed(1)} instructions a ms`;
  },
};
