import { allowFromWarning } from '../../../../stacks/checks/network/allow-from-checks';
import { environmentErrorMessage } from '../../../support/stacks/environment-error-message';
import { balanced, type Changes, fixtureWith } from '../../../support/stacks/fixture-environment';

const domain = { name: 'app.example.com', zone: 'example.com' };
const direct = (...allowFrom: string[]): Changes => ({ ingress: { kind: 'direct', allowFrom } });
const secure = (...allowFrom: string[]): Changes => ({
  ...balanced,
  ingress: { kind: 'load-balanced', domain, allowFrom },
});
const message = (changes: Changes) => environmentErrorMessage([fixtureWith(changes)]);
/** Returns `count` different IPv4 ranges of eight addresses each. */
const ranges = (count: number) =>
  Array.from({ length: count }, (_value, index) => `203.${index >> 5}.113.${(index % 32) * 8}/29`);

describe('allowFrom', () => {
  it.each([
    ['ranges and prefix lists', ['203.0.113.0/24', '198.51.100.7/32', 'pl-0123456789abcdef0', 'pl-12345678']],
    ['the largest range', ['8.0.0.0/8']],
    ['neighbouring ranges', ['203.0.113.0/25', '203.0.113.128/25']],
  ])('accepts %s', (_what, networks) => {
    expect([message(direct(...networks)), message(secure(...networks))]).toEqual(['', '']);
  });

  it.each([
    ['0.0.0.0/0', 'This range covers the whole internet. Remove allowFrom instead.'],
    ['128.0.0.0/1', 'This range covers a large part of the internet. Use /8 or longer'],
    ['203.0.113.7/24', 'Use the first address of the range: 203.0.113.0/24.'],
    ['203.0.113.7', 'For one address, write 203.0.113.7/32.'],
    ['10.0.0.0/16', 'This range contains private addresses'],
    ['172.16.0.0/12', 'This range contains private addresses'],
    ['192.168.1.0/24', 'This range contains private addresses'],
    ['100.64.0.0/10', 'This range contains private addresses'],
    ['127.0.0.1/32', 'This range contains private addresses'],
    ['169.254.0.0/16', 'This range contains private addresses'],
    ['100.0.0.0/8', 'This range contains private addresses'],
    ['2001:db8::/32', "The app's public address is IPv4 only."],
    ['2001:db8::1', "The app's public address is IPv4 only."],
    ['203.0.113/24', 'Use an IPv4 range in CIDR notation'],
    ['203.0.113.0/33', 'Use an IPv4 range in CIDR notation'],
    ['office', 'Use an IPv4 range in CIDR notation'],
    ['pl-0123', 'Use the id of a prefix list: pl- and 8 or 17 hexadecimal digits'],
    ['pl-0123456789ABCDEF0', 'Use the id of a prefix list: pl- and 8 or 17 hexadecimal digits'],
  ])('rejects %s', (network, remedy) => {
    expect(message(direct(network))).toContain(`ingress.allowFrom.0 is ${JSON.stringify(network)}. ${remedy}`);
  });

  it('rejects an empty list', () => {
    expect(message(direct())).toContain('ingress.allowFrom is []. Name at least one network');
  });

  it.each([
    ['accepts a range', '203.0.113.0/24', ''],
    [
      'rejects a prefix list',
      'pl-0123456789abcdef0',
      'AWS WAF checks the addresses, and it does not accept prefix lists.',
    ],
  ])('with CloudFront, allows only ranges: %s', (_what, network, remedy) => {
    const text = message({ ...balanced, ingress: { kind: 'load-balanced', cdn: {}, allowFrom: [network] } });
    expect([text === '', text.includes(remedy)]).toEqual([remedy === '', true]);
  });

  it('with CloudFront, accepts 1001 networks, because they need no security group rules', () => {
    const ingress = { kind: 'load-balanced', cdn: {}, allowFrom: ranges(1001) } as const;
    const environment = fixtureWith({ ...balanced, ingress });
    expect([message({ ...balanced, ingress }), allowFromWarning(environment)]).toEqual(['', null]);
  });

  it('reports a duplicate network only once', () => {
    const lines = message(direct('203.0.113.0/24', '203.0.113.0/24')).split('\n');
    expect(lines.filter((line) => line.includes('allowFrom'))).toEqual([
      expect.stringContaining('This network is listed twice.'),
    ]);
  });

  it('rejects a range inside another listed range', () => {
    const lines = message(direct('203.0.113.0/24', '203.0.113.16/28')).split('\n');
    expect(lines.filter((line) => line.includes('allowFrom'))).toEqual([
      expect.stringContaining('is "203.0.113.16/28". This range is inside 203.0.113.0/24, which is also listed.'),
    ]);
  });

  it.each([
    ['accepts 1000 networks without a domain', direct(...ranges(1000)), ''],
    ['rejects 1001 networks without a domain', direct(...ranges(1001)), 'Name at most 1000 networks'],
    [
      'rejects 501 networks with a domain, because each needs two rules',
      secure(...ranges(501)),
      'Name at most 500 networks',
    ],
  ])('limits the number of rules in a security group: %s', (_what, changes, remedy) => {
    const text = message(changes);
    expect(remedy === '' ? text : text.includes(remedy)).toBe(remedy === '' ? '' : true);
  });

  it.each([
    ['no warning', 60, 'without a domain', direct, null],
    ['a warning', 61, 'without a domain', direct, 'ingress.allowFrom needs 61 rules'],
    ['no warning', 30, 'with a domain', secure, null],
    ['a warning', 31, 'with a domain', secure, 'ingress.allowFrom needs 62 rules'],
  ] as const)('causes %s about the default quota for %i networks %s', (_outcome, count, _domain, at, warning) => {
    const found = allowFromWarning(fixtureWith(at(...ranges(count))));
    expect(found?.slice(0, warning?.length) ?? null).toBe(warning);
  });
});
