import { checkDelegation, zoneOf } from '../../../tools/doctor/delegation';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

describe('Zone delegation', () => {
  const check = (resolve: () => Promise<readonly string[]>) => checkDelegation('example.com', resolve);
  const failsWith = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };

  it('is checked only for a stack that reads a Route 53 zone', () => {
    const data = { aws_route53_zone: { zone: { name: 'example.com' } } };
    expect(zoneOf(new SynthesizedStack({ data }))).toBe('example.com');
    expect(zoneOf(new SynthesizedStack({}))).toBeUndefined();
  });

  it('is correct if Route 53 serves the zone', async () => {
    const servers = ['ns-2048.awsdns-64.com', 'ns-2051.awsdns-67.co.uk'];
    expect(await check(async () => servers)).toBe('example.com is delegated to Route 53');
  });

  it('is wrong if other servers serve the zone', async () => {
    await expect(check(async () => ['ns1.registrar.example'])).rejects.toThrow(
      'The zone example.com is delegated to ns1.registrar.example and not to Route 53, so AWS could not validate the certificate. At the registrar of example.com, enter the four name servers',
    );
  });

  it.each(['ENOTFOUND', 'ENODATA'])('is missing if the DNS lookup ends with %s', async (code) => {
    await expect(check(failsWith(code))).rejects.toThrow('The zone example.com is not delegated');
  });

  it('counts as not checked instead of wrong if DNS does not respond', async () => {
    expect(await check(failsWith('ETIMEOUT'))).toBe(
      'the delegation of example.com could not be checked (DNS: ETIMEOUT)',
    );
  });
});
