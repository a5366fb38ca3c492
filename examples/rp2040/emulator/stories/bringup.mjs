import { PIN } from '../board.mjs';
import { check } from '../check.mjs';

// A terminal on the second USB line, and a person before it who does what it asks.
class Person {
  text = '';

  constructor(board, answers) {
    this.board = board;
    this.answers = answers;
    this.read = 0;
    this.open();
  }

  open() {
    check(this.board.run(500, () => this.board.usb.isReady), 'there is no line over USB');
    this.board.usb.open(1);
    this.board.usb.lines[1].onBytes = (bytes) => (this.text += String.fromCharCode(...bytes));
    this.board.run(10);
  }

  type(text) {
    this.board.usb.send(1, Buffer.from(text));
  }

  // Lets time pass until the console has said that, doing what it asks for.
  until(said, ms) {
    const end = this.board.ms + ms;
    while (!this.text.includes(said) && this.board.ms < end) {
      this.board.run(50);
      const news = this.text.slice(this.read);
      if (/three times[^]*\n/.test(news)) {
        this.read = this.text.length;
        for (let press = 0; press < 3; press++) this.press();
      } else if (news.endsWith('? ')) {
        this.read = this.text.length;
        this.board.run(300);
        this.type(this.answers(news.split('\n').at(-1)));
      }
    }
    check(this.text.includes(said), `it does not say '${said}': ${JSON.stringify(this.text)}`);
  }

  press() {
    this.board.press();
    this.board.run(200);
    this.board.release();
    this.board.run(400);
  }
}

const verdicts = (text) => text.split('\r\n').filter((line) => /^(PASS|FAIL)/.test(line));

function prove(bench, answers) {
  const board = bench.boardInSetup();
  const before = Buffer.from(board.flash.journal());
  const person = new Person(board, answers);
  person.type('conformance\r');
  person.until('It restarts.', 200_000);
  check(board.run(5_000, () => board.starts.length > 1), 'it restarts');
  check(board.starts.length === 2 && board.starts[1].why === 'restart', `starts: ${JSON.stringify(board.starts)}`);
  check(Buffer.compare(before, board.flash.journal()) === 0, 'what is stored has changed');
  board.run(3_000);
  person.open();
  person.until('PASS reboot', 5_000);
  person.until('It hangs', 5_000);
  check(board.run(12_000, () => board.starts.length > 2), 'its watchdog bites');
  check(board.starts[2].why === 'watchdog', `starts: ${JSON.stringify(board.starts)}`);
  board.run(3_000);
  person.open();
  person.until('PASS watchdog', 5_000);
  return verdicts(person.text);
}

export const bringup = {
  'the board proves itself at the console, and a person says what they see'(bench) {
    const lines = prove(bench, () => 'y');
    check(lines.length === 8 && lines.every((line) => line.startsWith('PASS')), lines.join('; '));
    return lines.join(', ');
  },

  'and a person who sees no blue is believed'(bench) {
    const lines = prove(bench, (question) => (question.includes('blue') ? 'n' : 'y'));
    const failed = lines.filter((line) => line.startsWith('FAIL'));
    check(failed.length === 1 && failed[0].startsWith('FAIL led'), lines.join('; '));
    return failed.join();
  },

  'it gets dark: the night light is on, and off again by day'(bench) {
    const board = bench.boardInSetup();
    const { adc, gpio } = board.m;
    const isOn = () => {
      let on = false;
      board.run(5, () => (on ||= gpio[PIN.nightLight].outputValue));
      return on;
    };
    check(!isOn(), 'it is day');
    adc.channelValues[0] = 3_300;
    const dusk = board.ms;
    check(board.run(120_000, () => isOn()), 'it stays dark');
    const after = board.ms - dusk;
    adc.channelValues[0] = 300;
    check(board.run(240_000, () => !isOn()), 'it stays on');
    return `on after ${(after / 1e3).toFixed(0)} s`;
  },
};
