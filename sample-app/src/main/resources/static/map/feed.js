/** Follows the member that serves this page, and tries again for as long as it takes when it is gone. */

const LONGEST_SILENCE = 12_000; // the member says something every 5 s
const PAUSE = 2_000;

export function follow(url, onState, onLost) {
  let source;
  let watchdog;

  function hearsSoon() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, LONGEST_SILENCE);
  }

  function lost() {
    clearTimeout(watchdog);
    source.close();
    onLost();
    setTimeout(connect, PAUSE);
  }

  function connect() {
    source = new EventSource(url);
    source.onmessage = (event) => {
      hearsSoon();
      onState(JSON.parse(event.data));
    };
    source.onerror = lost; // by itself it would not try again after every kind of failure
    hearsSoon();
  }

  connect();
}
