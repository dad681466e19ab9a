import { hostCapacityWarning } from '../../../../stacks/checks/compute/host-capacity-checks';
import type { Ec2Compute } from '../../../../stacks/settings/compute-settings';
import { type Changes, threeTiers } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError } from '../../../support/stacks/settings-errors';
import { resource, synthesized } from '../../../support/stacks/synthesized';

function hosts(compute: Partial<Ec2Compute>): Changes {
  return { ...threeTiers, compute: { ...threeTiers.compute, ...compute } };
}

describe('Capacity of hosts', () => {
  it('is accepted for one task on one host', () => {
    const changes = { ...hosts({ hosts: { min: 1, max: 1 } }), scale: { kind: 'fixed', tasks: 1 } } as const;
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    [
      'more CPU than a host has',
      hosts({ cpu: 4096 }),
      'compute.cpu is 4096.',
      'A host of type t4g.small has 2048 CPU units. Use a smaller value, or choose a larger compute.instanceType.',
    ],
    [
      'more memory than a host has',
      hosts({ memoryMiB: 4096 }),
      'compute.memoryMiB is 4096.',
      'A host of type t4g.small has 2048 MiB of memory; tasks can use about 1822. Use a smaller value, or choose a larger compute.instanceType.',
    ],
    [
      'memory that allows only one task on each host',
      hosts({ memoryMiB: 1024 }),
      'compute.hosts.max is 4.',
      '4 hosts of t4g.small have enough memory for 4 tasks, but a deployment needs capacity for 5 (4 running and one new) and would time out. Raise compute.hosts.max to 5, or choose a larger compute.instanceType.',
    ],
    [
      'CPU that allows only one task on each host',
      hosts({ cpu: 1025 }),
      'compute.hosts.max is 4.',
      'have enough CPU for 4 tasks, but a deployment needs capacity for 5 (4 running and one new)',
    ],
    [
      'hosts with only one network interface for tasks',
      hosts({ instanceType: 'm7g.medium' }),
      'compute.hosts.max is 4.',
      'have enough network interfaces for 4 tasks, but a deployment needs capacity for 5 (4 running and one new)',
    ],
    [
      'more tasks than fit on 100 hosts',
      { ...hosts({ memoryMiB: 1024, hosts: { min: 1, max: 100 } }), scale: { kind: 'fixed', tasks: 100 } },
      'compute.hosts.max is 100.',
      'and would time out. Choose a larger compute.instanceType.',
    ],
  ])(
    'is rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});

/** Returns the capacity warning for these hosts, or null if they cause no warning. */
function warning(instanceType: string, max: number, task: { cpu?: number; memoryMiB?: number } = {}): string | null {
  const compute = { ...threeTiers.compute, kind: 'ec2', instanceType, hosts: { min: 1, max }, ...task } as const;
  return hostCapacityWarning(compute, { ...threeTiers, scale: { kind: 'automatic', min: 1, max: 4 } });
}

describe('hostCapacityWarning', () => {
  it.each([
    ['t4g.micro', 7, 'memory', 7, 8],
    ['t4g.small', 3, 'network interfaces', 6, 4],
    ['m7g.medium', 5, 'network interfaces', 5, 8],
    ['m7g.xlarge', 2, 'network interfaces', 6, 3],
  ])(
    'for the instance type %s and %d hosts, reports %s for only %d tasks and suggests %d hosts',
    (instanceType, max, limit, room, enough) => {
      expect(warning(instanceType, max)).toContain(
        `${max} hosts of ${instanceType} have enough ${limit} for ${room} tasks,`,
      );
      expect(warning(instanceType, max)).toContain(`Raise compute.hosts.max to ${enough},`);
      expect(warning(instanceType, enough)).toBeNull();
    },
  );

  it.each([
    [{ memoryMiB: 900 }, 'returns null', null],
    [
      { memoryMiB: 950 },
      'warns about memory',
      'have enough memory for 4 tasks, but a deployment runs up to 8 tasks. The deployment may wait for capacity until it times out. Raise compute.hosts.max to 8,',
    ],
    [{ cpu: 1024 }, 'returns null', null],
    [{ cpu: 1100 }, 'warns about CPU', '4 hosts of t4g.small have enough CPU for 4 tasks'],
    [
      { memoryMiB: 1900 },
      'warns that no task fits on a host',
      'have enough memory for 0 tasks, but a deployment runs up to 8 tasks. The deployment may wait for capacity until it times out. Choose a larger',
    ],
  ])('for tasks with %j, compares the memory and CPU with those of the hosts: %s', (task, _outcome, sentence) => {
    const found = warning('t4g.small', 4, task);
    if (sentence === null) expect(found).toBeNull();
    else expect(found).toContain(sentence);
  });

  it('says that the capacity was not checked if the size of the instance type is unknown', () => {
    expect(warning('x2gd.large', 1)).toMatch(/^The size of x2gd\.large is unknown, so the synth cannot check/);
  });

  it('returns null for the shipped hosts', () => {
    expect(hostCapacityWarning(threeTiers.compute, threeTiers)).toBeNull();
  });

  /** At most seven hosts, each with memory for one task of 1,024 MiB. */
  const tight = {
    ...threeTiers,
    // Monitoring is off. Otherwise, ECS would watch alarms after each deployment, and Terraform would wait longer.
    monitoring: undefined,
    compute: { ...threeTiers.compute, memoryMiB: 1024, hosts: { min: 2, max: 7 } },
  } as const;
  const automatic = (max: number) => ({ kind: 'automatic', min: 2, max }) as const;

  // A deployment replaces the tasks in rounds. In each round, tasks start within 90 s, and stop within 482 s with profiles or 60 s without.
  it.each([
    [6, 'with profiles', 'starts the tasks 1 at a time and takes up to 58 minutes', '80m'],
    [6, 'without profiles', 'starts the tasks 1 at a time and takes up to 15 minutes', '30m'],
    [5, 'with profiles', 'starts the tasks 2 at a time and takes up to 29 minutes', '50m'],
    [4, 'with profiles', 'starts the tasks 3 at a time and takes up to 20 minutes', '40m'],
    [4, 'without profiles', 'starts the tasks 3 at a time and takes up to 5 minutes', 'the default'],
  ])("for %d tasks %s, says that a deployment %s; Terraform's timeout is %s", (max, profiles, time, timeout) => {
    const hasProfiles = profiles === 'with profiles';
    const changes = { ...tight, scale: automatic(max), profiles: hasProfiles ? tight.profiles : undefined };
    expect(hostCapacityWarning(changes.compute, changes)).toContain(time);
    const stack = synthesized(changes);
    expect(resource(stack, 'aws_ecs_service.app').timeouts).toEqual(
      timeout === 'the default' ? undefined : { create: timeout, update: timeout, delete: timeout },
    );
  });
});
