import { withoutIndex } from '../../shared/addresses';
import { block, type PricedResource, type PricedResources } from '../resources/priced-resources';
import { assumptions, gigabyte } from '../usage/assumptions';
import { type Scenario, traffic } from '../usage/scenarios';
import { allTasks, visitedServices } from '../usage/tasks';
import { type CostFunction, perUse } from './cost-item';

const { secondsPerMonth } = assumptions;

/** How a DynamoDB table is used: stored GB, write units and read units, each by scenario. */
interface TableUsage {
  readonly gb: (scenario: Scenario) => number;
  readonly writes: (scenario: Scenario) => number;
  readonly reads: (scenario: Scenario) => number;
}

/** The costs of a DynamoDB table. */
export const tableCosts: CostFunction = (table, stack) => {
  const { gb, writes, reads } = tableUsage(table, stack);
  const hasBackups = block(table, 'point_in_time_recovery').enabled === true;
  return [
    perUse(table, 'table-write', (scenario) => writes(scenario) / 1e6),
    perUse(table, 'table-read', (scenario) => reads(scenario) / 1e6),
    perUse(table, 'table-storage', gb),
    ...(hasBackups ? [perUse(table, 'table-backup', gb)] : []),
  ];
};

function tableUsage({ address }: PricedResource, stack: PricedResources): TableUsage {
  const { tableGB, tableWrites, tableReads } = assumptions;
  switch (withoutIndex(address)) {
    case 'aws_dynamodb_table.entries':
      return { gb: entriesGB, writes: writeUnits, reads: (scenario) => readUnits(stack, scenario) };
    // This table contains only the metadata of uploaded files, so its costs are negligible.
    case 'aws_dynamodb_table.profiles_uploads':
      return { gb: () => 0, writes: () => 0, reads: () => 0 };
    default:
      return { gb: (of) => tableGB[of], writes: (of) => tableWrites[of], reads: (of) => tableReads[of] };
  }
}

function writeUnits(scenario: Scenario): number {
  return traffic[scenario].entries * assumptions.writeUnitsPerEntry;
}

function readUnits(stack: PricedResources, scenario: Scenario): number {
  const { views, entries } = traffic[scenario];
  const queries = Math.min(views, allTasks(stack, scenario, visitedServices(stack)) * secondsPerMonth);
  return queries * assumptions.readUnitsPerQuery + entries * assumptions.readUnitsPerEntry;
}

/** Returns the size, in GB, of all entries in the table after the assumed number of months. */
function entriesGB(scenario: Scenario): number {
  return (traffic[scenario].entries * assumptions.monthsOfEntries * assumptions.bytesPerEntryStored) / gigabyte;
}
