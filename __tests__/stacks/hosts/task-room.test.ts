import { complaintAboutRoom } from '../../../stacks/hosts/task-room';
import { threeTiers } from '../../support/fixture-environment';

const complaint = (instanceType: string, max: number, tasks = 4) =>
  complaintAboutRoom(
    { ...threeTiers.compute, kind: 'ec2', instanceType, hosts: { min: 1, max } },
    { kind: 'automatic', min: 1, max: tasks },
  );

it.each([
  ['t4g.micro', 4, 8],
  ['t4g.small', 3, 4],
  ['m7g.medium', 4, 8],
  ['m7g.xlarge', 2, 3],
])('hosts of %s that are too few, %d, are to be %d', (instanceType, max, enough) => {
  expect(complaint(instanceType, max)).toContain(`Raise compute.hosts.max to ${enough},`);
  expect(complaint(instanceType, enough)).toBeNull();
});

it('nothing is said of sizes that are not known', () => {
  expect(complaint('m7g.16xlarge', 1, 100)).toBeNull();
});

it('four small hosts have room to deploy four tasks', () => {
  expect(complaintAboutRoom(threeTiers.compute, threeTiers.scale)).toBeNull();
});
