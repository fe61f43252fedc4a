--! Previous: sha1:ba79d4063c803fb1fda54cc5fd13ca04c453ee14
--! Hash: sha1:fbfd8ebb6fb4b4b2f5d832fd39d9f9e8f3d81092

-- Conversion.
select;
