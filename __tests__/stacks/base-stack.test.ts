import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import bindings from '@cdktf/provider-aws/package.json';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import { BaseStack } from '../../stacks/base-stack';
import { fixture } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

class EmptyStack extends BaseStack {}

const outdir = mkdtempSync(join(tmpdir(), 'base-stack-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const emptyStack = () => new EmptyStack(new App({ outdir }), fixture);

describe('addresses', () => {
  const endpoint = (scope: Construct, id: string) => new VpcEndpoint(scope, id, { vpcId: 'vpc-1' });

  it('join the path with underscores', () => {
    const stack = emptyStack();
    expect(endpoint(new Construct(stack, 'net-work'), 'dynamo-db').friendlyUniqueId).toBe('net_work_dynamo_db');
  });

  it('leave out a last part that the type says anyway', () => {
    expect(endpoint(new Construct(emptyStack(), 'network'), 'endpoint').friendlyUniqueId).toBe('network');
  });

  it('keep the id of what stands directly in the stack', () => {
    expect(endpoint(emptyStack(), 'endpoint').friendlyUniqueId).toBe('endpoint');
  });

  it('refuse two paths with one address, naming both', () => {
    const stack = emptyStack();
    const id = (name: string) => endpoint(stack, name).friendlyUniqueId;
    id('net-work');
    expect(() => id('net_work')).toThrow(
      'dev/net-work and dev/net_work have the same address, aws_vpc_endpoint.net_work',
    );
  });
});

describe('the terraform block', () => {
  it('pins the provider that the bindings were generated from, under a name that OpenTofu knows too', () => {
    const { version } = bindings.cdktf.provider;
    expect(synthesized().terraform.required_providers).toEqual({ aws: { source: 'hashicorp/aws', version } });
  });

  it('asks for a terraform that has what the stacks use', () => {
    expect(synthesized().terraform.required_version).toBe('>= 1.11');
  });
});

describe('the provider', () => {
  it('tags everything', () => {
    const tags = { Project: 'eight-digit', Environment: 'dev', ManagedBy: 'terraform' };
    expect(synthesized().provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
  });

  it('takes any account where none is given', () => {
    expect(synthesized().provider.aws?.[0]).not.toHaveProperty('allowed_account_ids');
  });

  it('refuses every account but the given one', () => {
    const { provider } = synthesized({ account: '012345678901' });
    expect(provider.aws?.[0]?.allowed_account_ids).toEqual(['012345678901']);
  });
});
