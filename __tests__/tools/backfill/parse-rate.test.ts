import { parseRate } from '../../../tools/backfill/parse-rate';

describe('parseRate', () => {
  it.each(['1', '1000'])('accepts %s', (value) => {
    expect(parseRate(value)).toBe(Number(value));
  });

  it.each(['0', '1001', '1.5', 'many'])('rejects "%s", and names the allowed range', (value) => {
    expect(() => parseRate(value)).toThrow('1 to 1000');
  });
});
