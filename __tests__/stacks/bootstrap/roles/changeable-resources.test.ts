import { readFileSync } from 'node:fs';
import { completeBootstrap, completeEnvironments } from '../../../support/iam/all-roles';
import { changeableResources } from '../../../support/iam/changeable-resources';
import { statementsOf } from '../../../support/iam/role-policies';
import { fixture } from '../../../support/stacks/fixture-environment';

const bootstrap = completeBootstrap();
const { project } = fixture;
const environments = completeEnvironments.map(({ name = fixture.name }) => name);

/** The actions that let WAF write to a log group. They support neither resource-level permissions nor condition keys. */
const logDelivery = ['logs:CreateLogDelivery on *', 'logs:DeleteLogDelivery on *', 'logs:PutResourcePolicy on *'];
/**
 * Changes to DNS records of the environment's own domain. The role can make them in any hosted zone of the account, because IAM does not
 * evaluate the tags of a zone for this action.
 */
const ownRecords = ['route53:ChangeResourceRecordSets on hostedzone'];
/**
 * Calls that create a resource. IAM can allow them only on `*`, but policies limit the tags in the request. The calls cannot change an
 * existing resource.
 */
const newDistribution = ['cloudfront:CreateDistribution on *', 'cloudfront:CreateVpcOrigin on *'];
/** Calls on a resource that has no tags yet. Only tags could limit these calls, because AWS has no other condition key for them. */
const untagged = {
  certificate: ['acm:AddTagsToCertificate on certificate'],
  distribution: ['cloudfront:TagResource on distribution', 'cloudfront:TagResource on vpcorigin'],
  scalableTarget: [
    'application-autoscaling:RegisterScalableTarget on ScalableTarget',
    'application-autoscaling:TagResource on ScalableTarget',
  ],
  /** Needed because Terraform tags the default security group of a new VPC. */
  securityGroup: ['ec2:CreateTags on security-group'],
  /** Needed because Terraform creates security groups in the default VPC, which belongs to no environment. */
  vpc: ['ec2:CreateSecurityGroup on vpc'],
};

/** The changes that each deploy role may make to resources of other environments (`ofOthers`), and to resources without tags. */
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

/**
 * Changes to resources of a project whose resource names have the same prefix as those of the environment. Tags protect all other
 * resources of that project. docs/permissions.md lists these changes.
 */
const ofSimilarNames = {
  all: [
    ...['cloudwatch:DeleteDashboards on dashboard', 'cloudwatch:PutDashboard on dashboard'],
    ...[
      ...['CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy', 'PutBucketOwnershipControls', 'PutBucketPolicy'],
      ...['PutBucketPublicAccessBlock', 'PutBucketTagging', 'PutBucketVersioning', 'PutEncryptionConfiguration'],
      ...['PutLifecycleConfiguration', 'TagResource', 'UntagResource'],
    ].map((name) => `s3:${name} on bucket`),
    ...['s3:DeleteObject on object', 's3:DeleteObjectVersion on object'],
  ],
  /** The policies for previews contain a name pattern, which also matches the load balancer and the database of the other project. */
  preview: [
    ...['wafv2:AssociateWebACL on loadbalancer/app/', 'wafv2:DisassociateWebACL on loadbalancer/app/'],
    'secretsmanager:TagResource on Secret',
  ],
};

const rows = [...environments, 'preview'].flatMap((name) => {
  const { ofOthers = [], withoutTags = [] } = changeable[name] ?? {};
  const statements = statementsOf(bootstrap, `github_deploy_${name}`);
  const ofEnvironments = [...environments, 'dev2', 'previewpr42', 'pre', 'apreview']
    .filter((other) => other !== name && (name !== 'preview' || other !== 'previewpr42'))
    .map((other) => ({ title: `of ${other}`, owner: { project, name: other, isTagged: true }, expected: ofOthers }));
  const [shorter = '', segment = ''] = project.split('-');
  const expectedOfSimilar = [...ofOthers, ...ofSimilarNames.all, ...(name === 'preview' ? ofSimilarNames.preview : [])];
  const ofProject = { project: 'another', name: name === 'preview' ? 'previewpr42' : name };
  return [
    ...ofEnvironments,
    {
      title: `of the project ${project}-${ofProject.name}`,
      owner: { project: `${project}-${ofProject.name}`, name: 'prod', isTagged: true },
      expected: expectedOfSimilar,
    },
    {
      title: `of the environment ${segment} of the project ${shorter}`,
      owner: {
        ...ofProject,
        project: shorter,
        name: segment,
        prefix: `${project}-${ofProject.name}-api`,
        isTagged: true,
      },
      expected: expectedOfSimilar,
    },
    { title: 'of another project', owner: { ...ofProject, isTagged: true }, expected: ofOthers },
    { title: 'without tags', owner: { ...ofProject, isTagged: false }, expected: [...ofOthers, ...withoutTags] },
  ].map((row) => ({ ...row, name, statements }));
});

describe('Deploy role', () => {
  it.each(rows)(
    'of $name can make only the listed changes to resources $title',
    async ({ statements, owner, expected }) => {
      expect(await changeableResources(statements, owner)).toEqual([...expected].sort());
    },
  );
});

describe('docs/bootstrap.md', () => {
  const page = readFileSync('docs/bootstrap.md', 'utf8');
  const listed = Object.values(changeable).flatMap(({ ofOthers, withoutTags }) => [...ofOthers, ...withoutTags]);
  const actions = new Set(listed.map((line) => line.replace(/ on .*/, '')));

  it.each([...actions])('lists the action %s, which is not limited to the resources of one environment', (action) => {
    expect(page).toContain(`\`${action}\``);
  });
});
