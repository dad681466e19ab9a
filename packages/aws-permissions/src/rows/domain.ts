import { inAllRegions } from '../cdn-region';
import { noEnvironmentTag } from '../owner';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Condition } from '../statement';
import { anyResource, type Target } from '../target';

const recordNames = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';
const recordTypes = 'route53:ChangeResourceRecordSetsRecordTypes';
const previewPattern = /preview\*/;

/**
 * Returns the ARNs of all certificates. Adding or removing `cdn` replaces a certificate with one in another region, so the role needs
 * permissions in both regions.
 */
const certificates = (owner: StackOwner) => inAllRegions(owner).regional('acm', 'certificate/*');
const certificateDomains = (owner: StackOwner) => owner.values('aws_acm_certificate', 'domain_name');

/** A new certificate. Policies cannot name it, because it has no ARN before it is created. */
const newCertificate: Target = {
  resources: () => ['*'],
  condition: (owner) => ({
    ...owner.tags('Request'),
    ...namesCondition(owner, { key: 'acm:DomainNames', names: certificateDomains(owner) }),
  }),
};
const untaggedCertificates: Target = {
  resources: certificates,
  condition: (owner) => ({ ...owner.tags('Request'), ...noEnvironmentTag }),
  reachesBeyond: true,
};
const ownCertificates: Target = { resources: certificates, condition: (owner) => owner.tags('Resource') };

const zones = ['arn:aws:route53:::hostedzone/*'];
/** The DNS records of the environment's domain. */
const ownRecords: Target = {
  resources: (owner) => (recordsOf(owner).length > 0 ? zones : []),
  condition: (owner) =>
    namesCondition(owner, {
      key: recordNames,
      names: recordsOf(owner),
      values: { [recordTypes]: [...new Set(['A', 'AAAA', ...owner.values('aws_route53_record', 'type')])] },
    }),
  reachesBeyond: true,
};
const recordsOf = (owner: StackOwner) => owner.values('aws_route53_record', 'name');
/**
 * The DNS records that validate the certificates. Their names have exactly one label before the domain name, which excludes records of
 * subdomains.
 */
const validationRecords: Target = {
  resources: (owner) => (certificateDomains(owner).length > 0 ? zones : []),
  condition: (owner) => {
    const names = certificateDomains(owner).map((name) => `_*.${name}`);
    return {
      'ForAllValues:StringLike': { [recordNames]: names },
      'ForAllValues:StringNotLike': {
        [recordNames]: [...names.map((name) => name.replace('_*.', '_*.*.')), ...subdomains(owner, names)],
      },
      'ForAllValues:StringEquals': { [recordTypes]: ['CNAME'] },
    };
  },
  reachesBeyond: true,
};

interface AllowedNames {
  /** The condition key for the names. */
  readonly key: string;
  readonly names: readonly string[];
  /** The allowed values of other condition keys. @default none */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

/** Returns a condition that allows only these names. For previews, the names are patterns, and the condition excludes subdomains. */
function namesCondition(owner: StackOwner, { key, names, values = {} }: AllowedNames): Condition {
  if (!owner.isPattern) return { 'ForAllValues:StringEquals': { [key]: names, ...values } };
  return {
    'ForAllValues:StringLike': { [key]: names },
    'ForAllValues:StringNotLike': { [key]: subdomains(owner, names) },
    ...(Object.keys(values).length > 0 && { 'ForAllValues:StringEquals': values }),
  };
}

/**
 * Returns patterns for the subdomains of previews, or an empty list for any other environment. The pattern of a preview also matches these
 * subdomains, because its `*` also matches dots.
 */
function subdomains({ isPattern }: StackOwner, names: readonly string[]): string[] {
  return isPattern ? names.map((name) => name.replace(previewPattern, 'preview*.*')) : [];
}

const everyZone: Target = { resources: () => zones };
const dnsChanges: Target = { resources: () => ['arn:aws:route53:::change/*'] };
const allCertificates: Target = { resources: certificates };

/**
 * The rows for certificates and DNS. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const domain = {
  aws_acm_certificate: row('edge', {
    reads: 'acm: DescribeCertificate ListTagsForCertificate',
    writes: 'acm: RequestCertificate DeleteCertificate AddTagsToCertificate RemoveTagsFromCertificate',
    on: ownCertificates,
    others: {
      'acm: DescribeCertificate ListTagsForCertificate': allCertificates,
      'acm: RequestCertificate': newCertificate,
      'acm: AddTagsToCertificate': [untaggedCertificates, ownCertificates],
    },
  }),
  aws_acm_certificate_validation: row('edge', { reads: 'acm: DescribeCertificate', on: allCertificates }),
  aws_route53_record: row('edge', {
    reads: 'route53: GetHostedZone ListResourceRecordSets',
    writes: 'route53: ChangeResourceRecordSets GetChange',
    on: everyZone,
    others: {
      'route53: ChangeResourceRecordSets': [ownRecords, validationRecords],
      'route53: GetChange': dnsChanges,
    },
  }),
  'data.aws_route53_zone': row('edge', {
    reads: 'route53: ListHostedZones GetHostedZone ListTagsForResource',
    on: everyZone,
    others: { 'route53: ListHostedZones': anyResource },
  }),
} as const;
