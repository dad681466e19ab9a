import { spawnSync } from 'node:child_process';
import { balanced } from '../support/stacks/fixture-environment';
import { reference, synthesized } from '../support/stacks/synthesized';

const stack = synthesized();
const outputs = Object.entries(stack.output);

/** Resources that may not be there, and then have no attribute. */
const counted = Object.entries(stack.resource).flatMap(([type, named]) =>
  Object.entries(named).flatMap(([name, { count }]) => (count === undefined ? [] : [`${type}.${name}`])),
);

it.each(outputs)('%s has a description', (_name, { description }) => {
  expect(description).toMatch(/\w/);
});

it('everything refers to counted resources so that it works without them', () => {
  const text = JSON.stringify([stack.output, stack.resource]);
  const references = counted.flatMap((address) =>
    [...text.matchAll(new RegExp(`${address}[.[][^.,)]*`, 'g'))].map(String),
  );
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((expression) => !expression.includes('[*]'))).toEqual([]);
});

it('the service is called none while no image runs; null would make cdktf deploy fail', () => {
  const { value } = stack.output.ecs_service_name ?? {};
  expect(value).toBe(reference('coalesce(one(aws_ecs_service.app[*].name), "none")'));
});

it.each(outputs.filter(([, { value }]) => value.startsWith('aws ')))(
  '%s is a command that a shell can read',
  (_name, { value }) => {
    const withNames = value.replace(/\$\{.*?\}(?=[ "]|$)/g, 'name-0a1b');
    expect(spawnSync('bash', ['-n', '-c', withNames], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  },
);

it('the address is looked for in the region and at the port of the environment', () => {
  const { value } = stack.output.find_public_address ?? { value: '' };
  expect(value).toContain(
    `--region eu-central-1 --filters Name=group-id,Values=${reference('aws_security_group.app.id')}`,
  );
  expect(value).toContain(':5000');
});

it.each([
  ['ARM64', 'linux/arm64'],
  ['X86_64', 'linux/amd64'],
] as const)('images for %s are built for the platform %s', (architecture, platform) => {
  const { output } = synthesized({ compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture } });
  expect(output.image_platform?.value).toBe(platform);
});

describe('behind a load balancer', () => {
  const { output } = synthesized(balanced);

  it('there is an address, and no command to look for one', () => {
    expect(output).not.toHaveProperty('find_public_address');
    expect(output.application_url?.value).toBe(`http://${reference('aws_lb.load_balancer.dns_name')}`);
    expect(output.alb_dns_name?.value).toBe(reference('aws_lb.load_balancer.dns_name'));
    expect(output.alb_zone_id?.value).toBe(reference('aws_lb.load_balancer.zone_id'));
  });

  it('the address is the domain where there is one', () => {
    const domain = { name: 'app.example.com', zone: 'example.com' };
    const secure = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });
    expect(secure.output.application_url?.value).toBe('https://app.example.com');
  });
});

it('there is a dashboard to look at where the environment is monitored', () => {
  expect(synthesized(balanced).output.dashboard_url?.value).toMatch(
    /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/cloudwatch\/.*eight-digit-staging/,
  );
  expect(stack.output).not.toHaveProperty('dashboard_url');
});
