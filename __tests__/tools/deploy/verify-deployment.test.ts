import { createServer, type Server } from 'node:http';
import { Steps } from '../../../tools/console/steps';
import { type VerifyDeploymentProps, verifyDeployment } from '../../../tools/deploy/verify-deployment';
import type { Resolver } from '../../../tools/live/dns-record';
import { listenOnLoopback } from '../../support/http/loopback-server';

const version = '0123456789ab';

describe('Verification of a deployment', () => {
  let server: Server;
  let address: string;
  let served: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.end(request.url === '/health' ? JSON.stringify({ version: served }) : '<form>');
    });
    address = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  });
  afterAll(() => server.close());

  const withRecord = () => ({ application_url: address, dns_record: 'app.example.com CNAME lb.example' });

  async function check(
    alias: Resolver['alias'],
    addresses: Resolver['addresses'] = async () => ['192.0.2.1'],
    outputs: Readonly<Record<string, string>> = withRecord(),
  ) {
    const written: string[] = [];
    const props = {
      environment: { name: 'staging' },
      terraform: { outputs: async () => outputs },
      steps: new Steps({ write: (text: string) => written.push(text) } as never),
      stop: new AbortController().signal,
      version,
      smoke: false,
      timeoutMs: 0,
      resolver: { alias, addresses },
    } as unknown as VerifyDeploymentProps;
    const result = await verifyDeployment(props).catch((error: Error) => error.message);
    return { result, output: written.join('') };
  }
  const toLoadBalancer = async () => ['lb.example'];
  const none = async () => [];
  const absent = async () => {
    throw Object.assign(new Error(), { code: 'ENOTFOUND' });
  };

  it('with DNS outside of Route 53, succeeds without a DNS record, and prints the record to create', async () => {
    const { result, output } = await check(none, absent);
    expect(result).toBe(address);
    expect(output).toContain(
      'app.example.com does not exist in DNS yet. Create this record: app.example.com CNAME lb.',
    );
    expect(output).not.toContain('Check http');
  });

  it('with DNS outside of Route 53, succeeds with a warning if the name resolves to another server', async () => {
    served = 'old';
    const other: Resolver['addresses'] = async (name) => (name === 'lb.example' ? ['192.0.2.1'] : ['192.0.2.9']);
    const { result, output } = await check(none, other);
    expect(result).toBe(address);
    expect(output).toContain('app.example.com does not resolve to the load balancer.');
  });

  it('with DNS outside of Route 53, prints nothing about DNS if a proxy serves the name', async () => {
    served = version;
    const { result, output } = await check(none, async (name) => (name === 'lb.example' ? [] : ['192.0.2.9']));
    expect(result).toBe(address);
    expect(output).not.toContain('resolve');
  });

  it('with DNS outside of Route 53, fails if the old version responds at the load balancer', async () => {
    served = 'old';
    const { result } = await check(toLoadBalancer);
    expect(result).toContain(`/health reports old instead of ${version}`);
  });

  it('succeeds if ingress.allowFrom excludes this machine, and names the allowed networks', async () => {
    const outputs = { application_url: 'http://127.0.0.1:1', allowed_networks: '203.0.113.0/24' };
    const { result, output } = await check(none, absent, outputs);
    expect(result).toBe('http://127.0.0.1:1');
    expect(output).toContain('ECS reports that the deployment is healthy.');
    expect(output).toContain('Only these networks can reach the app (ingress.allowFrom): 203.0.113.0/24.');
  });

  it('fails if the old version responds, even with ingress.allowFrom', async () => {
    served = 'old';
    const outputs = { application_url: address, allowed_networks: '203.0.113.0/24' };
    expect((await check(none, absent, outputs)).result).toContain('/health reports old');
  });
});
