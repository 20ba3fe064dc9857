"""Drug levels: population models, exact profiles under any history of doses, and what follows from measured levels."""
