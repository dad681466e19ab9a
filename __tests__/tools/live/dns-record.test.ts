import { describeDns, dnsRecordOf, type Resolver, readDnsState } from '../../../tools/live/dns-record';

const record = { name: 'app.example.com', type: 'CNAME', target: 'lb-1.eu-central-1.elb.amazonaws.com' };

const absent = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

/** Returns a fake DNS resolver. @param addresses the IP addresses of each name @param aliases the aliases that it returns for every name */
function resolver(addresses: Readonly<Record<string, readonly string[]>>, aliases: readonly string[] = []): Resolver {
  return {
    alias: async () => aliases,
    addresses: async (name) => addresses[name] ?? (await absent('ENOTFOUND')()),
  };
}

describe('DNS record', () => {
  it('is read from the outputs of a stack', () => {
    expect(dnsRecordOf({ dns_record: `${record.name} ${record.type} ${record.target}` })).toEqual(record);
    expect(dnsRecordOf({})).toBeUndefined();
  });

  const { name, target } = record;
  it.each<[situation: string, state: string, Resolver]>([
    ['an alias of the load balancer', 'right', resolver({}, [`${target.toUpperCase()}.`])],
    [
      'an address of the load balancer',
      'right',
      resolver({ [name]: ['192.0.2.1'], [target]: ['192.0.2.2', '192.0.2.1'] }),
    ],
    ['another address', 'other', resolver({ [name]: ['192.0.2.9'], [target]: ['192.0.2.1'] })],
    ['an address, if the load balancer has none,', 'other', resolver({ [name]: ['192.0.2.9'] })],
    ['no address', 'missing', resolver({ [target]: ['192.0.2.1'] })],
    ['no address of this type', 'missing', { alias: absent('ENODATA'), addresses: absent('ENODATA') }],
    ['no response from DNS', 'unknown', { alias: absent('ETIMEOUT'), addresses: absent('ETIMEOUT') }],
  ])('of a name with %s has the state "%s"', async (_what, state, queries) => {
    expect(await readDnsState(record, queries)).toBe(state);
  });

  it.each(['missing', 'other', 'unknown'] as const)('is shown to the user if its state is "%s"', (state) => {
    expect(describeDns(record, state)).toContain(
      `${name} CNAME ${target} (at the apex of a zone, use ALIAS instead of CNAME)`,
    );
  });
});
