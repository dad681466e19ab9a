import { type Cidr, contains, overlaps, parseCidr } from '../../../stacks/checks/cidr';

function range(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} is no range`);
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
    '10.0.0.0/33',
    '10.0.0.0/16 ',
    'fd00::/64',
    'a.b.c.d/8',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it('knows the first and the last address', () => {
    expect(parseCidr('10.0.1.0/24')).toMatchObject({ first: 0x0a000100, last: 0x0a0001ff, prefix: 24 });
  });

  it('reads addresses above the middle of the address space', () => {
    expect(parseCidr('192.168.0.0/16')).toMatchObject({ first: 0xc0a80000, last: 0xc0a8ffff });
  });

  it('reads a single address', () => {
    expect(parseCidr('10.0.0.7/32')).toEqual({ first: 0x0a000007, last: 0x0a000007, prefix: 32, hasHostBits: false });
  });

  it('sees bits behind the prefix', () => {
    expect(range('10.0.1.0/16').hasHostBits).toBe(true);
    expect(range('10.0.0.0/16').hasHostBits).toBe(false);
  });
});

it('a range contains itself and its parts, but no range that sticks out', () => {
  expect(contains(range('10.0.0.0/16'), range('10.0.0.0/16'))).toBe(true);
  expect(contains(range('10.0.0.0/16'), range('10.0.255.0/24'))).toBe(true);
  expect(contains(range('10.0.0.0/16'), range('10.1.0.0/24'))).toBe(false);
  expect(contains(range('10.0.0.0/24'), range('10.0.0.0/16'))).toBe(false);
});

it.each([
  ['10.0.1.0/24', '10.0.2.0/24', false],
  ['10.0.0.0/16', '10.0.2.0/24', true],
  ['10.0.0.7/32', '10.0.0.7/32', true],
  ['10.0.0.7/32', '10.0.0.6/31', true],
  ['10.0.0.7/32', '10.0.0.8/32', false],
])('whether %s and %s overlap, in both orders: %s', (one, other, expected) => {
  expect([overlaps(range(one), range(other)), overlaps(range(other), range(one))]).toEqual([expected, expected]);
});
