/** An application that only needs the element to be defined. */
import 'koji-embed/element';
