'use client';
import { LiveChip } from '#components/live-chip.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { AlarmBanner } from '#features/alarms/alarm-banner.tsx';
import { LastingAlerts } from '#features/alerts/lasting-alerts.tsx';
import { BrokenChainNotice } from '#features/audit/broken-chain-notice.tsx';
import { RangePicker } from '#features/range/range-picker.tsx';
import { type Range, useRange } from '#features/range/use-range.ts';
import { decideVerdict } from '#features/tier/decide-verdict.ts';
import { Definitions } from '#features/tier/definitions.tsx';
import { EnginesPanel } from '#features/tier/engines-panel.tsx';
import { OverviewSkeleton } from '#features/tier/overview-skeleton.tsx';
import { prepareTiles } from '#features/tier/prepare-tiles.ts';
import { TierCharts } from '#features/tier/tier-charts.tsx';
import { Tiles } from '#features/tier/tiles.tsx';
import { useOverview } from '#features/tier/use-overview.ts';
import { VerdictBanner } from '#features/tier/verdict-banner.tsx';
import { TopUseCases } from '#features/use-cases/top-use-cases.tsx';
import { TOP_USE_CASES } from '#features/use-cases/top-use-cases-query.ts';
import { useUseCases } from '#features/use-cases/use-use-cases.ts';

export function OverviewClient() {
  const range = useRange();
  const overview = useOverview(range.input);
  return (
    <>
      <PageHeader title="Overview">
        <LiveChip state={overview.state} asOf={overview.asOf} />
        <RangePicker range={range} window={overview.data?.window} />
      </PageHeader>
      <Overview overview={overview} range={range} />
    </>
  );
}

interface OverviewProps {
  readonly overview: ReturnType<typeof useOverview>;
  readonly range: Range;
}

function Overview({ overview: { data, state, error, retry }, range }: OverviewProps) {
  const useCases = useUseCases(TOP_USE_CASES);
  if (data === undefined) {
    return error ? (
      <Panel>
        <ReadProblem error={error} onRetry={retry} />
      </Panel>
    ) : (
      <OverviewSkeleton />
    );
  }
  const tiles = prepareTiles(data);
  return (
    <div className="flex flex-col gap-4">
      {!range.isPinned && <VerdictBanner verdict={decideVerdict(data)} state={state} />}
      {!range.isPinned && <BrokenChainNotice />}
      {!range.isPinned && data.alarms.map((alarm) => <AlarmBanner key={alarm.kind} alarm={alarm} asOf={data.asOf} />)}
      {!range.isPinned && <LastingAlerts />}
      {!range.isPinned && <Tiles tiles={tiles} />}
      <TierCharts overview={data} range={range} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <TopUseCases rows={useCases.data?.rows} />
        <EnginesPanel engines={data.engines} asOf={data.asOf} />
      </div>
      {!range.isPinned && <Definitions tiles={tiles} />}
    </div>
  );
}
