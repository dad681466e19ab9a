import type { Row } from './row';
import { appResources } from './rows/app-resources';
import { bootstrap } from './rows/bootstrap';
import { bucketRows } from './rows/buckets';
import { cdn } from './rows/cdn';
import { dataSources } from './rows/data-sources';
import { domain } from './rows/domain';
import { firewall } from './rows/firewall';
import { hosts } from './rows/hosts';
import { loadBalancer } from './rows/load-balancer';
import { logGroupRows } from './rows/log-groups';
import { monitoring } from './rows/monitoring';
import { network } from './rows/network';
import { parameterRows } from './rows/parameters';
import { profiles } from './rows/profiles';
import { roles } from './rows/roles';
import { securityGroups } from './rows/security-groups';
import { service } from './rows/service';
import { tableRows } from './rows/tables';

/** The rows, by resource type. The types of data sources and ephemeral resources have a prefix, such as `data.`. */
export const table: Readonly<Record<string, Row>> = {
  ...network,
  ...securityGroups,
  ...hosts,
  ...service,
  ...tableRows,
  ...logGroupRows,
  ...parameterRows,
  ...roles,
  ...loadBalancer,
  ...firewall,
  ...domain,
  ...cdn,
  ...bucketRows,
  ...monitoring,
  ...appResources,
  ...profiles,
  ...bootstrap,
  ...dataSources,
};

/** Whether a type needs a row. Types of providers other than AWS need no AWS permissions. */
export function needsRow(type: string): boolean {
  return /^(data\.|ephemeral\.)?aws_/.test(type);
}
