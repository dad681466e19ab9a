import { readFileSync } from 'node:fs';
import { completeBootstrap, completeEnvironments } from '../../support/iam/all-roles';
import { changeableResources } from '../../support/iam/changeable-resources';
import { statementsOf } from '../../support/iam/role-policies';
import { fixture } from '../../support/stacks/fixture-environment';

const bootstrap = completeBootstrap();
const { project } = fixture;
const environments = completeEnvironments.map(({ name = fixture.name }) => name);

/** The actions that let WAF write to a log group. They support neither resource-level permissions nor condition keys. */
const logDelivery = ['logs:CreateLogDelivery on *', 'logs:DeleteLogDelivery on *', 'logs:PutResourcePolicy on *'];
/** Records of the environment's own domain, in any zone of the account: this action does not evaluate tags of a zone. */
const ownRecords = ['route53:ChangeResourceRecordSets on hostedzone'];
/**
 * Actions that create do not support resource-level permissions. The condition on the tags of the request has no effect on existing
 * resources.
 */
const newDistribution = ['cloudfront:CreateDistribution on *', 'cloudfront:CreateVpcOrigin on *'];
/** A new resource has no tags until these calls add them, and AWS has no other condition key for it. */
const untagged = {
  certificate: ['acm:AddTagsToCertificate on certificate'],
  distribution: ['cloudfront:TagResource on distribution', 'cloudfront:TagResource on vpcorigin'],
  scalableTarget: [
    'application-autoscaling:RegisterScalableTarget on ScalableTarget',
    'application-autoscaling:TagResource on ScalableTarget',
  ],
  /** The default group of a new VPC. */
  securityGroup: ['ec2:CreateTags on security-group'],
  /** The default VPC. */
  vpc: ['ec2:CreateSecurityGroup on vpc'],
};

/** The resources that the role of each environment can change although they belong to another environment or to none. */
const changeable: Readonly<
  Record<string, { readonly ofOthers: readonly string[]; readonly withoutTags: readonly string[] }>
> = {
  dev: { ofOthers: [], withoutTags: untagged.securityGroup },
  staging: {
    ofOthers: [...logDelivery, ...ownRecords],
    withoutTags: [...untagged.certificate, ...untagged.scalableTarget, ...untagged.vpc],
  },
  prod: {
    ofOthers: [...newDistribution, ...logDelivery],
    withoutTags: [...untagged.distribution, ...untagged.scalableTarget, ...untagged.securityGroup],
  },
  prodfargate: {
    ofOthers: [...newDistribution, ...logDelivery, ...ownRecords],
    withoutTags: [...untagged.certificate, ...untagged.distribution, ...untagged.scalableTarget],
  },
  preview: {
    ofOthers: [...logDelivery, ...ownRecords],
    withoutTags: [...untagged.certificate, ...untagged.scalableTarget, ...untagged.securityGroup],
  },
};

const rows = [...environments, 'preview'].flatMap((name) => {
  const { ofOthers = [], withoutTags = [] } = changeable[name] ?? {};
  const statements = statementsOf(bootstrap, `github_deploy_${name}`);
  const ofEnvironments = [...environments, 'previewpr42', 'pre', 'apreview']
    .filter((other) => other !== name && (name !== 'preview' || other !== 'previewpr42'))
    .map((other) => ({ title: `of ${other}`, owner: { project, name: other, isTagged: true }, expected: ofOthers }));
  const ofProject = { project: 'another', name: name === 'preview' ? 'previewpr42' : name };
  return [
    ...ofEnvironments,
    { title: 'of another project', owner: { ...ofProject, isTagged: true }, expected: ofOthers },
    { title: 'without tags', owner: { ...ofProject, isTagged: false }, expected: [...ofOthers, ...withoutTags] },
  ].map((row) => ({ ...row, name, statements }));
});

describe('Deploy role', () => {
  it.each(rows)('of $name can change only the listed resources $title', async ({ statements, owner, expected }) => {
    expect(await changeableResources(statements, owner)).toEqual([...expected].sort());
  });
});

describe('docs/bootstrap.md', () => {
  const page = readFileSync('docs/bootstrap.md', 'utf8');
  const listed = Object.values(changeable).flatMap(({ ofOthers, withoutTags }) => [...ofOthers, ...withoutTags]);
  const actions = new Set(listed.map((line) => line.replace(/ on .*/, '')));

  it.each([...actions])('lists %s', (action) => {
    expect(page).toContain(`\`${action}\``);
  });
});
