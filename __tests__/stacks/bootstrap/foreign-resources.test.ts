import { readFileSync } from 'node:fs';
import { everyBootstrap, everyEnvironment } from '../../support/iam/every-role';
import { reachedBy } from '../../support/iam/foreign-resources';
import { statementsOf } from '../../support/iam/role-policies';
import { fixture } from '../../support/stacks/fixture-environment';

const bootstrap = everyBootstrap();
const { project } = fixture;
const environments = everyEnvironment.map(({ name = fixture.name }) => name);

/** AWS takes neither a resource nor a condition key for these, and WAF needs them to write into a log group. */
const logDelivery = ['logs:CreateLogDelivery on *', 'logs:DeleteLogDelivery on *', 'logs:PutResourcePolicy on *'];
/** In any zone of the account, the records of the environment's own domain: a zone has no tags for this action. */
const ownRecords = ['route53:ChangeResourceRecordSets on hostedzone'];
/** What is new has no tags until these calls put them on it, and AWS says nothing else about it. */
const untagged = {
  certificate: ['acm:AddTagsToCertificate on certificate'],
  scalableTarget: [
    'application-autoscaling:RegisterScalableTarget on ScalableTarget',
    'application-autoscaling:TagResource on ScalableTarget',
  ],
  /** The default group of a new VPC. */
  securityGroup: ['ec2:CreateTags on security-group'],
  /** The default VPC. */
  vpc: ['ec2:CreateSecurityGroup on vpc'],
};

/** What the role of each environment can change of others, and of resources without tags. */
const reached: Readonly<
  Record<string, { readonly ofOthers: readonly string[]; readonly ofNobody: readonly string[] }>
> = {
  dev: { ofOthers: [], ofNobody: untagged.securityGroup },
  staging: {
    ofOthers: [...logDelivery, ...ownRecords],
    ofNobody: [...untagged.certificate, ...untagged.scalableTarget, ...untagged.vpc],
  },
  prod: {
    ofOthers: logDelivery,
    ofNobody: [...untagged.scalableTarget, ...untagged.securityGroup],
  },
  prodfargate: {
    ofOthers: [...logDelivery, ...ownRecords],
    ofNobody: [...untagged.certificate, ...untagged.scalableTarget, ...untagged.securityGroup],
  },
};

const rows = environments.flatMap((name) => {
  const { ofOthers = [], ofNobody = [] } = reached[name] ?? {};
  const statements = statementsOf(bootstrap, `github_deploy_${name}`);
  const ofEnvironments = environments
    .filter((other) => other !== name)
    .map((other) => ({ whose: other, owner: { project, name: other, isTagged: true }, expected: ofOthers }));
  const ofProject = { project: 'another', name };
  return [
    ...ofEnvironments,
    { whose: 'another project', owner: { ...ofProject, isTagged: true }, expected: ofOthers },
    { whose: 'nobody', owner: { ...ofProject, isTagged: false }, expected: [...ofOthers, ...ofNobody] },
  ].map((row) => ({ ...row, name, statements }));
});

describe('A deploy role', () => {
  it.each(rows)('of $name changes only what is listed of $whose', async ({ statements, owner, expected }) => {
    expect(await reachedBy(statements, owner)).toEqual([...expected].sort());
  });
});

describe('docs/bootstrap.md', () => {
  const page = readFileSync('docs/bootstrap.md', 'utf8');
  const listed = Object.values(reached).flatMap(({ ofOthers, ofNobody }) => [...ofOthers, ...ofNobody]);
  const actions = new Set(listed.map((reach) => reach.replace(/ on .*/, '')));

  it.each([...actions])('lists %s', (action) => {
    expect(page).toContain(`\`${action}\``);
  });
});
