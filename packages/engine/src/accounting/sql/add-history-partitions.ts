/** History needs its daily partitions before their day begins: a week ahead. */
export const addHistoryPartitions = {
  name: 'add-history-partitions',
  text: `select add_history_partition(now_ms() + day * 86400000) from generate_series(0, 7) as day`,
};
