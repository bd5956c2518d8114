/** Every registered downstream, read only when the registry changed. */
export const loadDownstreams = {
  name: 'load-downstreams',
  text: 'select id, name, overload_threshold, max_per_second from downstream',
};
