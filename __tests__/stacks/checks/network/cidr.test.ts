import { type Cidr, contains, formatCidr, overlaps, parseCidr } from '../../../../stacks/checks/network/cidr';

function range(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} is not a range`);
  return parsed;
}

describe('parseCidr', () => {
  it.each([
    '',
    '10.0.0.0',
    'x10.0.0.0/16',
    '10.0.0.0/16/8',
    '10.0.0/16',
    '10.0.0.256/16',
    '010.0.0.0/16',
    '0x0a.0.0.0/16',
    '10.0.0.0/33',
    '10.0.0.0/16 ',
    'fd00::/64',
    'a.b.c.d/8',
  ])('returns undefined for %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it.each([
    ['10.0.1.0/24', '10.0.1.0/24'],
    ['192.168.0.0/16', '192.168.0.0/16'],
    ['10.0.0.7/32', '10.0.0.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.1.0/16', '10.0.0.0/16'],
    ['10.0.0.0/016', '10.0.0.0/16'],
  ])('parses %s as the range %s', (text, expected) => {
    expect(formatCidr(range(text))).toBe(expected);
  });
});

describe('contains', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.0.255.0/24', true],
    ['10.0.0.0/16', '10.1.0.0/24', false],
    ['10.0.0.0/24', '10.0.0.0/16', false],
  ])('for the outer range %s and the inner range %s, returns %s', (outer, inner, expected) => {
    expect(contains(range(outer), range(inner))).toBe(expected);
  });
});

describe('overlaps', () => {
  it.each([
    ['10.0.1.0/24', '10.0.2.0/24', false],
    ['10.0.0.0/16', '10.0.2.0/24', true],
    ['10.0.0.7/32', '10.0.0.7/32', true],
    ['10.0.0.7/32', '10.0.0.6/31', true],
    ['10.0.0.7/32', '10.0.0.8/32', false],
  ])('for the ranges %s and %s, in either order, returns %s', (one, other, expected) => {
    expect([overlaps(range(one), range(other)), overlaps(range(other), range(one))]).toEqual([expected, expected]);
  });
});
