--! Previous: sha1:fbfd8ebb6fb4b4b2f5d832fd39d9f9e8f3d81092
--! Hash: sha1:bf3b26c8857f61ff5df1f76ff33d342c24da5cbf

-- Scoring.
select;
