/** Counts down seconds. */

const INTERVAL_MILLIS = 250;

export class Countdown {

	/** Calls onTick with the remaining seconds, until they are 0 or the node, if any, is removed. */
	constructor(millis, onTick, node) {
		const end = performance.now() + millis;
		let shown;
		const tick = () => {
			const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1_000));
			if (seconds !== shown) {
				shown = seconds;
				onTick(seconds);
			}
			if (seconds === 0 || (node && this.attached && !node.isConnected)) {
				this.stop();
			}
			this.attached ||= node?.isConnected;
		};
		this.timer = setInterval(tick, INTERVAL_MILLIS);
		tick();
	}

	stop() {
		clearInterval(this.timer);
	}

}
