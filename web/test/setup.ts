// Node 24 has no global Temporal; browsers that the application supports either have it or load the same polyfill.
import "temporal-polyfill/global";
