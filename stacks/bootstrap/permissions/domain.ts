import type { Statement } from '../../iam/policy';
import { previewPrefix } from '../../preview';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** The permissions to change the certificate and the DNS records: only with a domain in Route 53, and only its own records. */
export function domainStatements(resources: EnvironmentResources): Statement[] {
  const { ingress } = resources.environment;
  if (ingress.kind !== 'load-balanced' || ingress.domain?.zone === undefined) return [];
  const { name } = ingress.domain;
  // Adding or removing `cdn` replaces the certificate with one in another region, so the role needs both regions.
  const certificates = (resources.hasCdn ? resources.inRegion('*') : resources).regional('acm', 'certificate/*');
  return [
    // AWS accepts no resource for a certificate that does not exist yet.
    allow('acm', ['RequestCertificate'], ['*'], {
      ...resources.requestTags,
      ...domainCondition(resources, 'acm:DomainNames', name),
    }),
    allow('acm', ['AddTagsToCertificate'], certificates, {
      ...resources.requestTags,
      ...resources.noEnvironmentTag,
    }),
    allow(
      'acm',
      ['AddTagsToCertificate', 'DeleteCertificate', 'RemoveTagsFromCertificate'],
      certificates,
      resources.resourceTags,
    ),
    allowRecords(domainCondition(resources, recordNames, name, { [recordTypes]: ['A', 'AAAA'] })),
    // The record that validates the certificate: one label before the domain name, so not the records of a subdomain.
    allowRecords({
      'ForAllValues:StringLike': { [recordNames]: [`_*.${name}`] },
      'ForAllValues:StringNotLike': { [recordNames]: [`_*.*.${name}`, ...subdomains(resources, `_*.${name}`)] },
      'ForAllValues:StringEquals': { [recordTypes]: ['CNAME'] },
    }),
  ];
}

const recordNames = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';
const recordTypes = 'route53:ChangeResourceRecordSetsRecordTypes';

/** Condition: the names are the domain of the environment, or of one preview, without subdomains. */
function domainCondition(
  resources: EnvironmentResources,
  key: string,
  name: string,
  values: Readonly<Record<string, readonly string[]>> = {},
): NonNullable<Statement['Condition']> {
  if (!resources.arePreviews) return { 'ForAllValues:StringEquals': { [key]: [name], ...values } };
  return {
    'ForAllValues:StringLike': { [key]: [name] },
    'ForAllValues:StringNotLike': { [key]: subdomains(resources, name) },
    ...(Object.keys(values).length > 0 && { 'ForAllValues:StringEquals': values }),
  };
}

/** The names of subdomains of a preview. Its pattern matches them too, because `*` also matches dots. */
function subdomains({ arePreviews }: EnvironmentResources, pattern: string): string[] {
  return arePreviews ? [pattern.replace(`${previewPrefix}*`, `${previewPrefix}*.*`)] : [];
}

function allowRecords(condition: NonNullable<Statement['Condition']>): Statement {
  return allow('route53', ['ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/*'], condition);
}
