import { spawnSync } from 'node:child_process';
import { balanced } from '../../support/stacks/fixture-environment';
import { reference, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();
const outputs = Object.entries(stack.output);

/** The addresses of resources with a `count`. If the count is 0, such a resource has no attributes. */
const optional = Object.entries(stack.resource).flatMap(([type, named]) =>
  Object.entries(named).flatMap(([name, { count }]) => (count === undefined ? [] : [`${type}.${name}`])),
);

describe('Reference to an optional resource', () => {
  it('uses [*], so that Terraform can evaluate it even if the resource does not exist', () => {
    const text = JSON.stringify([stack.output, stack.resource]);
    const references = optional.flatMap((address) =>
      [...text.matchAll(new RegExp(`${address}[.[][^.,)]*`, 'g'))].map(String),
    );
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((expression) => !expression.includes('[*]'))).toEqual([]);
  });
});

describe('Output', () => {
  it.each(outputs)('%s has a description', (_name, { description }) => {
    expect(description).toMatch(/\w/);
  });

  it('ecs_service_name is the string none if no image runs, because cdktf deploy fails on null', () => {
    const { value } = stack.output.ecs_service_name ?? {};
    expect(value).toBe(reference('coalesce(one(aws_ecs_service.app[*].name), "none")'));
  });

  it.each(outputs.filter(([, { value }]) => value.startsWith('aws ')))(
    '%s is a valid shell command',
    (_name, { value }) => {
      const withNames = value.replace(/\$\{.*?\}(?=[ "]|$)/g, 'name-0a1b');
      expect(spawnSync('bash', ['-n', '-c', withNames], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('find_public_address contains the region of the environment and the port of the app', () => {
    const { value } = stack.output.find_public_address ?? { value: '' };
    expect(value).toContain(
      `--region eu-central-1 --filters Name=group-id,Values=${reference('aws_security_group.app.id')}`,
    );
    expect(value).toContain(':5000');
  });

  it.each([
    ['ARM64', 'linux/arm64'],
    ['X86_64', 'linux/amd64'],
  ] as const)('image_platform, for the architecture %s, is %s', (architecture, platform) => {
    const { output } = synthesized({ compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture } });
    expect(output.image_platform?.value).toBe(platform);
  });

  describe('with a load balancer', () => {
    const { output } = synthesized(balanced);

    it('application_url replaces find_public_address', () => {
      expect(output).not.toHaveProperty('find_public_address');
      expect(output.application_url?.value).toBe(`http://${reference('aws_lb.load_balancer.dns_name')}`);
      expect(output.alb_dns_name?.value).toBe(reference('aws_lb.load_balancer.dns_name'));
      expect(output.alb_zone_id?.value).toBe(reference('aws_lb.load_balancer.zone_id'));
    });

    it('application_url contains the domain of an environment with a domain', () => {
      const domain = { name: 'app.example.com', zone: 'example.com' };
      const secure = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });
      expect(secure.output.application_url?.value).toBe('https://app.example.com');
    });
  });

  it('dashboard_url exists only in an environment with monitoring', () => {
    expect(synthesized(balanced).output.dashboard_url?.value).toMatch(
      /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/cloudwatch\/.*eight-digit-staging/,
    );
    expect(stack.output).not.toHaveProperty('dashboard_url');
  });
});
