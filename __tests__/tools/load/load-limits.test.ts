import { maxLoad, parseRate, parseSeconds } from '../../../tools/load/load-limits';

describe('Limits of npm run load', () => {
  test('accept the lowest and the highest rate and duration', () => {
    expect(maxLoad).toEqual({ rate: 500, seconds: 600 });
    expect([parseRate('1'), parseRate('500'), parseSeconds('5'), parseSeconds('600')]).toEqual([1, 500, 5, 600]);
  });

  test.each(['0', '501', '-1', '1.5', '1e2', '', ' 5', 'many'])('reject the rate "%s"', (text) => {
    expect(() => parseRate(text)).toThrow('Use a whole number from 1 to 500 (requests a second).');
  });

  test.each(['4', '601'])('reject the duration "%s"', (text) => {
    expect(() => parseSeconds(text)).toThrow('Use a whole number from 5 to 600 (seconds).');
  });
});
