import { describeDns, dnsRecordOf, type Resolver, readDnsState } from '../../../tools/live/dns-record';

const record = { name: 'app.example.com', type: 'CNAME', target: 'lb-1.eu-central-1.elb.amazonaws.com' };

const absent = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

/** Returns a fake DNS resolver. @param addresses the IP addresses of each name @param aliases the aliases of every name */
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
  it.each<[string, Resolver, string]>([
    ['an alias of the load balancer', resolver({}, [`${target.toUpperCase()}.`]), 'right'],
    [
      'an address of the load balancer',
      resolver({ [name]: ['192.0.2.1'], [target]: ['192.0.2.2', '192.0.2.1'] }),
      'right',
    ],
    ['another address', resolver({ [name]: ['192.0.2.9'], [target]: ['192.0.2.1'] }), 'other'],
    ['an address, if the load balancer has none', resolver({ [name]: ['192.0.2.9'] }), 'other'],
    ['no address', resolver({ [target]: ['192.0.2.1'] }), 'missing'],
    ['no address of this type', { alias: absent('ENODATA'), addresses: absent('ENODATA') }, 'missing'],
    ['no response', { alias: absent('ETIMEOUT'), addresses: absent('ETIMEOUT') }, 'unknown'],
  ])('of a name with %s has the state "%s"', async (_what, queries, state) => {
    expect(await readDnsState(record, queries)).toBe(state);
  });

  it.each(['missing', 'other', 'unknown'] as const)('is shown to the user if its state is "%s"', (state) => {
    expect(describeDns(record, state)).toContain(
      `${name} CNAME ${target} (at the apex of a zone, use ALIAS instead of CNAME)`,
    );
  });
});
